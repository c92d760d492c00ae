import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeFolder } from '../folder.ts'
import type { AcrFront } from './acr-front.ts'

const run = promisify(execFile)

/** What skopeo says of a pull with the content of a pull secret: its last message, or `pulled`. */
export async function pullBy(
  skopeo: string,
  front: AcrFront,
  repository: string,
  dockerConfig: string,
): Promise<string> {
  const folder = makeFolder({
    'config.json': dockerConfig,
    'policy.json': '{"default":[{"type":"insecureAcceptAnything"}]}',
  })
  try {
    const policy = ['--policy', join(folder, 'policy.json')]
    const trust = ['--src-cert-dir', front.certificate.folder, '--authfile', join(folder, 'config.json')]
    const image = [`docker://${front.host}/${repository}:v1`, `dir:${join(folder, 'image')}`]
    await run(skopeo, [...policy, 'copy', ...trust, ...image])
    return 'pulled'
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  }
}
