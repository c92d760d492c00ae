import { effectiveSettings } from '../../../configuration/effective-settings.ts'
import type { FlagSettings, EffectiveSettings } from '../../../configuration/effective-settings.ts'
import type { Configuration } from '../../../configuration/configuration.ts'
import {
  findConfiguration,
  namedConfiguration,
  readConfigurationFile,
} from '../../../io/find-configuration.ts'
import { UserError, UserErrors } from '../../../text/user-error.ts'
import type { CommandContext } from '../context.ts'
import { flagGroup, switchFlag, textFlag } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'
import type { FlagRule } from '../arguments/flag-rules.ts'

export const configurationFlags = flagGroup('Configuration', {
  config: textFlag(
    '--config',
    'configuration `FILE` (default the nearest .kubectl-acr.yaml, up to the root of the repository)',
    {
      completion: 'manifests',
    },
  ),
  noConfig: switchFlag('--no-config', 'read no configuration'),
})

export type ConfigurationValues = ValuesOf<typeof configurationFlags>

export const configurationRules: readonly FlagRule[] = [{ flags: ['--config'], excludes: ['--no-config'] }]

/** The settings of a call, from its flags and its configuration. Throws as `loadConfiguration` does. */
export async function settingsFor(
  values: ConfigurationValues,
  flags: FlagSettings,
  context: CommandContext,
): Promise<EffectiveSettings> {
  return effectiveSettings(await loadConfiguration(values, context), flags, context.cwd)
}

/**
 * The configuration of a call: the named file, else the nearest one; `undefined` if there is none, which costs only a
 * few system calls. Throws UserErrors with all faults of the configuration.
 */
async function loadConfiguration(
  { config, noConfig }: ConfigurationValues,
  { cwd, env, runtime: { userId } }: CommandContext,
): Promise<Configuration | undefined> {
  if (noConfig) return undefined
  if (config === '-' || config === '')
    throw new UserError(`--config "${config}" is not a file`, 'name a file')
  const home = env['HOME'] || env['USERPROFILE']
  const place =
    config === undefined
      ? findConfiguration({ cwd, home: home || undefined, userId })
      : namedConfiguration(config, cwd)
  if (place === undefined) return undefined
  const bytes = await readConfigurationFile(place)
  const { readConfiguration } = await import('../../../configuration/read-configuration.ts')
  const reading = readConfiguration(bytes, place)
  if (reading.kind === 'read') return reading.configuration
  throw new UserErrors(
    reading.faults.map(({ line, what, remedy }) => new UserError(`${place.name}:${line}: ${what}`, remedy)),
  )
}
