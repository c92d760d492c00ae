/** A platform with an executable, by Go's names, which Krew uses. */
export interface Platform {
  readonly os: 'linux' | 'darwin' | 'windows'
  readonly arch: 'amd64' | 'arm64'
  /** The npm package with the runtime. */
  readonly runtime: string
  readonly target: string
}

export const PLATFORMS: readonly Platform[] = [
  { os: 'linux', arch: 'amd64', runtime: '@oven/bun-linux-x64', target: 'bun-linux-x64' },
  { os: 'linux', arch: 'arm64', runtime: '@oven/bun-linux-aarch64', target: 'bun-linux-arm64' },
  { os: 'darwin', arch: 'amd64', runtime: '@oven/bun-darwin-x64', target: 'bun-darwin-x64' },
  { os: 'darwin', arch: 'arm64', runtime: '@oven/bun-darwin-aarch64', target: 'bun-darwin-arm64' },
  { os: 'windows', arch: 'amd64', runtime: '@oven/bun-windows-x64', target: 'bun-windows-x64' },
]

export function platformName({ os, arch }: Pick<Platform, 'os' | 'arch'>): string {
  return `${os}/${arch}`
}

export function executableName({ os }: Pick<Platform, 'os'>): string {
  return os === 'windows' ? 'kubectl-acr.exe' : 'kubectl-acr'
}

export function archiveName({ os, arch }: Pick<Platform, 'os' | 'arch'>, version: string): string {
  return `kubectl-acr_v${version}_${os}_${arch}.tar.gz`
}
