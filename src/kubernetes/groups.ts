/** The API groups of Kubernetes' own workloads. Reports show these kinds without their group. */
export const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'extensions'])
