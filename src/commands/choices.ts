import type { Cloud } from '../image/login-server.ts'
import type { InjectOptions } from '../inject/options.ts'
import type { Engine } from '../pull-secret/engines.ts'
import type { ManifestFormat } from '../pull-secret/secret.ts'
import type { CheckFormat } from '../report/check-report.ts'
import type { ReportOptions } from '../report/report.ts'

// The values of the flags that have few: what is accepted, shown in the usage, and offered by completion.
export const VIA: readonly InjectOptions['via'][] = ['pod', 'serviceaccount']
export const REPORT_FORMATS: readonly ReportOptions['format'][] = ['text', 'json', 'sarif', 'github']
export const MANIFEST_FORMATS: readonly ManifestFormat[] = ['yaml', 'json']
export const CHECK_FORMATS: readonly CheckFormat[] = ['table', 'wide', 'json', 'sarif', 'github']
export const FAIL_ON: readonly ('warning' | 'error')[] = ['warning', 'error']
export const CLOUDS: readonly Cloud[] = ['public', 'china', 'usgov', 'germany']
export const ENGINES: readonly Engine[] = ['external-secrets', 'msi-acrpull']

/** As a description names them: the placeholder of the flag's value, from which completion has them. */
export function oneOf(choices: readonly string[]): string {
  return `\`${choices.join('|')}\``
}
