import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sign, signatureProblems } from './code-signature.ts'
import { keepCrashesPrivate } from './crash-report.ts'
import { ignoreEnvironment } from './environment.ts'
import { PLATFORMS, executableName, platformName } from './platforms.ts'
import type { Platform } from './platforms.ts'
import { portableExecutableProblems } from './portable-executable.ts'
import { runtimeOf } from './runtimes.ts'

const RUNTIME = 'runtime'
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/**
 * Compiles the bundle in `folder` (`main.cjs` and `packages`) for a platform, and returns the path of the executable
 * in the same folder. Throws if the operating system would not run the executable.
 */
export async function compile(folder: string, platform: Platform): Promise<string> {
  const [compiler, runtime] = await Promise.all([runtimeOf(buildingPlatform()), runtimeOf(platform)])
  const bytes = await readFile(runtime)
  ignoreEnvironment(bytes, platform)
  keepCrashesPrivate(bytes, platform)
  await writeFile(join(folder, RUNTIME), bytes, { mode: 0o755 })
  const name = executableName(platform)
  const path = join(folder, name)
  const flags = [
    '--compile',
    // Bytecode reduces the start time to a quarter.
    '--bytecode',
    '--format=cjs',
    `--target=${platform.target}`,
    `--compile-executable-path=./${RUNTIME}`,
    // No file in the working directory may configure the program, and above all not with code.
    ...['dotenv', 'bunfig', 'tsconfig', 'package-json'].map(file => `--no-compile-autoload-${file}`),
    `--outfile=${name}`,
  ]
  // Paths are relative, because they become part of the executable.
  await promisify(execFile)(compiler, ['build', 'main.cjs', ...flags], { cwd: folder })
  const file = await readFile(path)
  const finished = platform.os === 'darwin' ? sign(file, 'kubectl-acr') : file
  const problems = executableProblems(finished, platform)
  if (problems.length > 0) throw new Error(`${platformName(platform)}: ${problems.join('; ')}`)
  await writeFile(path, finished, { mode: 0o755 })
  return path
}

/** The problems, visible in its bytes, that prevent a platform from running an executable. */
export function executableProblems(file: Buffer, { os, arch }: Platform): readonly string[] {
  if (os === 'windows') return portableExecutableProblems(file)
  if (os === 'darwin') return signatureProblems(file)
  const machine = arch === 'amd64' ? 0x3e : 0xb7
  return file.readUInt32BE(0) === 0x7f454c46 && file.readUInt16LE(18) === machine
    ? []
    : ['not an ELF file for this platform']
}

function buildingPlatform(): Platform {
  const arch = ARCHITECTURES[process.arch]
  const found = PLATFORMS.find(platform => platform.os === process.platform && platform.arch === arch)
  if (found === undefined) throw new Error('executables are built on Linux or macOS, amd64 or arm64')
  return found
}
