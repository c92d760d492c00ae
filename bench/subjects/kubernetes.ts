import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Input } from '../inputs/files.ts'
import { programOnPath } from './programs.ts'
import { piped } from './subject.ts'
import type { Found } from './subject.ts'

const kustomization = (file: string): string => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ${file}
patches:
- target:
    kind: Deployment
  patch: |-
    - op: add
      path: /spec/template/spec/imagePullSecrets
      value:
      - name: acr-secret
`

/** A JSON patch for all Deployments. It replaces an existing list. */
export function findKustomize(): Found {
  const program = programOnPath('kubectl')
  if (program === undefined) return { absent: 'kubectl is not installed' }
  return {
    name: 'kubectl kustomize',
    on: ({ folder, file }: Input) => {
      writeFileSync(join(folder, 'kustomization.yaml'), kustomization(file.slice(folder.length + 1)))
      return { argv: [program, 'kustomize', folder] }
    },
  }
}

/** linkerd adds an annotation for its proxy, which is similar work. */
export function findLinkerd(): Found {
  const program = programOnPath('linkerd')
  if (program === undefined) return { absent: 'linkerd is not installed' }
  return { name: 'linkerd inject', on: input => ({ argv: [program, 'inject', '-'], stdin: piped(input) }) }
}
