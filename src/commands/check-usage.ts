import { Command } from 'clipanion'

export const CHECK_USAGE = Command.Usage({
  description: 'Tell whether each ACR image has a pull secret that works, and what to type if not',
  details:
    'Looks at manifests as the kubelet would: which pull secrets are in force for each pod spec, which of them\n' +
    'has an entry for the image, in what order they are tried. No network is asked unless a flag says so.\n\n' +
    'With --cluster, or with -n or -A and no files, it looks at what runs in the cluster that kubectl would ask, and at\n' +
    'pods that cannot pull now; alone at a terminal, at the current namespace. With --cluster and files (stdin is -f -)\n' +
    'it tells whether these would work there, by its ServiceAccounts and Secrets. Secrets are read only if they are\n' +
    'listed for an ACR image. What may not be read is named; if nothing may, the exit code is 2.\n\n' +
    'A Secret that is listed and not in the input is taken to be in the cluster, as in most repositories, and is no\n' +
    'finding: -o wide says what it must hold. With --strict the input is all that there is, and what is missing is\n' +
    'an error. A pod spec for which nothing is listed is always an error, unless --service-account-secret says\n' +
    'otherwise.\n\n' +
    'With --registry-login each registry is asked whether it honours each credential that the kubelet would try, and\n' +
    'whether it has the image, up to the manifest: no layer is pulled. A registry that gives no answer leaves its\n' +
    'images undecided, with a warning; if there was no answer for any image, the exit code is 2.\n\n' +
    'Nodes that may pull by themselves, as those of AKS with an attached registry, are not looked at.\n\n' +
    'An error makes a pull fail; a warning does not, yet. Exits with 0 if all is well, with 1 for findings, with 2\n' +
    'if it could not look.',
  examples: [
    ['Before applying a file', 'kubectl acr check -f deployment.yaml'],
    ['What runs in a namespace, and why its pods do not start', 'kubectl acr check -n shop'],
    ['Would it work in that cluster?', 'kubectl acr check -f deployment.yaml --cluster --context prod'],
    ['At the end of a pipeline', 'kustomize build overlays/prod | kubectl acr inject | kubectl acr check'],
    ['Which entry of which Secret wins, and why', 'kubectl acr check -k overlays/prod -o wide'],
    ['Does the registry honour it, and has it the image?', 'kubectl acr check -f web.yaml --registry-login'],
    ['In a pull request', 'kubectl acr check -R -f deploy/ -o github --fail-on warning'],
    ['The input holds its Secrets, too', 'helm template web ./chart | kubectl acr check --strict'],
  ],
})
