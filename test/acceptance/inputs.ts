/** What each row finds in its working directory, and the texts that outputs are compared with. */

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: contoso.azurecr.io/web:1
`
const POD_INJECTED = withList(POD)

const DEPLOYMENT = `# kept as it is
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      containers: [{name: shop, image: "contoso.azurecr.io/shop:1"}]
`
const DEPLOYMENT_INJECTED = DEPLOYMENT.replace(
  '      containers',
  '      imagePullSecrets:\n      - name: acr-secret\n      containers',
)

const JSON_POD = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"json"},"spec":{"containers":[{"name":"a","image":"contoso.azurecr.io/a"}]}}\n`
const PUBLIC = POD.replace('contoso.azurecr.io/', '').replace('name: web', 'name: public')
const NEAR = POD.replace('.io', '.com')
const OF_DOCKER_HUB = POD_INJECTED.replace('contoso.azurecr.io', 'contoso')
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n'
const ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: default
imagePullSecrets:
- name: of-account
`
const LOGIN = `{"auths":{"contoso.azurecr.io":{"auth":"${base64('pull:pw')}"}}}\n`
const SECRET = `apiVersion: v1
kind: Secret
metadata:
  name: acr-secret
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: ${base64(LOGIN.trim())}
`
const RESOURCE_LIST = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig: {apiVersion: v1, kind: ConfigMap, data: {secret: my-acr, strict: 'true'}}
items:
`
const ITEMS = RESOURCE_LIST + POD.replace(/^/gm, '  ').replace('  ', '- ').trimEnd() + '\n'
const CUSTOM = `apiVersion: example.com/v1
kind: Odd
metadata:
  name: odd
spec:
  containers:
  - image: contoso.azurecr.io/odd
`

const WORKER = `apiVersion: contoso.com/v1
kind: Worker
metadata:
  name: worker
spec:
  template:
    spec:
      containers:
      - name: worker
        image: contoso.azurecr.io/worker
`
const TEXT = { type: 'string' }
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'odds.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Odd', plural: 'odds' },
    versions: [{ name: 'v1', schema: { openAPIV3Schema: { properties: { spec: specSchema() } } } }],
  },
}

function specSchema(): object {
  const containers = { type: 'array', items: { properties: { image: TEXT } } }
  return { properties: { containers, imagePullSecrets: { items: { properties: { name: TEXT } } } } }
}

/** Each file with its text. `URL` stands for the address of the server on loopback. */
export const INPUTS: Readonly<Record<string, string | Uint8Array>> = {
  'pod.yaml': POD,
  'deployment.yaml': DEPLOYMENT,
  'items.yaml': ITEMS,
  'wrong-items.yaml': ITEMS.replace('strict', 'strikt'),
  'pod.json': JSON_POD,
  'crlf.yaml': POD.replaceAll('\n', '\r\n'),
  'injected.yaml': POD_INJECTED,
  'public.yaml': PUBLIC,
  'configmap.yaml': CONFIG_MAP,
  'account.yaml': `${ACCOUNT}---\n${POD}`,
  'secret.yaml': SECRET,
  'all.yaml': `${SECRET}---\n${POD_INJECTED}`,
  'near.yaml': NEAR,
  'of-docker-hub.yaml': `${OF_DOCKER_HUB}---\n${SECRET}`,
  'custom.yaml': CUSTOM,
  'worker.yaml': WORKER,
  'crds/odd.json': `${JSON.stringify(CRD)}\n`,
  'empty.yaml': '',
  'empty-list.yaml': 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n',
  'broken.yaml': `${POD}---\nimage: [contoso.azurecr.io/web\n`,
  'binary.yaml': Uint8Array.from({ length: 4096 }, (_, at) => (at * 197) % 256),
  'Upper.YAML': POD.replace('name: web', 'name: upper'),
  'dir/a.yaml': POD,
  'dir/b.yml': PUBLIC,
  'dir/c.json': JSON_POD,
  'dir/notes.txt': 'contoso.azurecr.io/web\n',
  'dir/sub/d.yaml': DEPLOYMENT,
  'repository/.git/HEAD': 'ref: refs/heads/main\n',
  'repository/.gitignore': 'build/\n',
  'repository/web.yaml': POD,
  'repository/build/web.yaml': DEPLOYMENT,
  'repository/charts/web/templates/web.yaml': POD.replace('web:1', '{{ .Values.image }}'),
  'repository/charts/web/templates/secret.yaml':
    '{{- if .Values.secret }}\napiVersion: v1\nkind: Secret\n{{- end }}\n',
  'configured/.kubectl-acr.yaml': 'secret: team-pull\nexclude: [templates/]\ncheck: {failOn: warning}\n',
  'configured/pod.yaml': POD,
  'configured/templates/web.yaml': POD.replace('web:1', '{{ .Values.image }}'),
  'wrong.yaml': 'secrt: a\ngitignore: yes\n',
  'with space/pod.yaml': POD,
  'none/notes.txt': '',
  'big.yaml': `${POD}---\n`.repeat(20_000),
  'kustomization/kustomization.yaml': 'resources:\n- pod.yaml\n',
  'kustomization/pod.yaml': POD,
  'docker/config.json': LOGIN,
  'helper/config.json': '{"credHelpers":{"contoso.azurecr.io":"not-installed"}}\n',
  password: 'pw\n',
  'cluster.kubeconfig': kubeconfig('URL', '{}'),
  // Over http no login is used.
  'missing-login.kubeconfig': kubeconfig(
    'https://127.0.0.1:9',
    '{exec: {apiVersion: client.authentication.k8s.io/v1, command: not-installed, interactiveMode: Never}}',
  ),
}

/** The names that a row uses for a whole output: `=pod`. */
export const TEXTS: Readonly<Record<string, string>> = {
  pod: POD,
  injected: POD_INJECTED,
  crlf: POD.replaceAll('\n', '\r\n'),
  'crlf-injected': POD_INJECTED.replaceAll('\n', '\r\n'),
  'deployment-injected': DEPLOYMENT_INJECTED,
  near: NEAR,
  configmap: CONFIG_MAP,
  'json-injected': JSON_POD.replace(
    '"containers"',
    '"imagePullSecrets":[{"name":"acr-secret"}],"containers"',
  ),
  both: `${POD_INJECTED}---\n${DEPLOYMENT_INJECTED}`,
}

/** What the server on loopback answers by path, besides `INPUTS`: as much of a cluster as `check` asks for. */
export const ANSWERS: Readonly<Record<string, object>> = {
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    resources: [
      resource('pods', 'Pod'),
      resource('serviceaccounts', 'ServiceAccount'),
      resource('secrets', 'Secret'),
    ],
  },
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': {
    kind: 'CustomResourceDefinitionList',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: {},
    items: [CRD],
  },
  ...itemsAt('pods', podIn('shop')),
  ...itemsAt('serviceaccounts', { metadata: { name: 'default', namespace: 'shop' } }),
  ...itemsAt('secrets'),
}

function itemsAt(name: string, ...items: readonly object[]): Readonly<Record<string, object>> {
  const list = { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '1' }, items }
  return { [`/api/v1/${name}`]: list, [`/api/v1/namespaces/shop/${name}`]: list }
}

function resource(name: string, kind: string): object {
  return { name, kind, namespaced: true, verbs: ['get', 'list', 'watch'], singularName: '' }
}

function podIn(namespace: string): object {
  const containers = [{ name: 'web', image: 'contoso.azurecr.io/web:1' }]
  return { metadata: { name: 'web', namespace }, spec: { serviceAccountName: 'default', containers } }
}

function withList(pod: string): string {
  return pod.replace('  containers', '  imagePullSecrets:\n  - name: acr-secret\n  containers')
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function kubeconfig(server: string, user: string): string {
  return `apiVersion: v1
kind: Config
current-context: here
contexts: [{name: here, context: {cluster: here, user: me, namespace: shop}}]
clusters: [{name: here, cluster: {server: ${server}}}]
users: [{name: me, user: ${user}}]
`
}
