import type { LocatedDiagnostic } from '../../src/manifest/diagnostic.ts'
import type { CheckResult } from '../../src/check/check-result.ts'
import { checkText } from '../check/looking.ts'

/** What a check of manifests says, as far as nothing else is said: of no manifest. */
export async function checked(text = '', parts: Partial<CheckResult> = {}): Promise<CheckResult> {
  return { ...(await checkText(text)), ...parts }
}

/** A Pod of `shop` with images and pull secrets. */
export function podText(name: string, images: readonly string[], secrets: readonly string[] = []): string {
  const list = `[${secrets.map(secret => `{name: ${secret}}`).join(', ')}]`
  const containers = images.map(image => `  - image: ${image}\n`).join('')
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  imagePullSecrets: ${list}\n  containers:\n${containers}`
}

export const problem: LocatedDiagnostic = {
  code: 'invalid-syntax',
  source: 'deploy/b.yaml',
  document: 2,
  line: 31,
  what: 'a tab indents the line',
  remedy: 'use spaces',
}
