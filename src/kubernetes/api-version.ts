/** An `apiVersion`: `apps/v1`, or `v1` for the core group, which is `''`. */
export interface ApiVersion {
  readonly group: string
  readonly version: string
}

export function parseApiVersion(text: string): ApiVersion {
  const slash = text.indexOf('/')
  return { group: text.slice(0, Math.max(slash, 0)), version: text.slice(slash + 1) }
}

export function apiVersionText({ group, version }: ApiVersion): string {
  return group === '' ? version : `${group}/${version}`
}
