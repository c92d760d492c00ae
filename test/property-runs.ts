const factor = Number(process.env['PROPERTY_RUNS'] ?? 1)

/**
 * How often a property is tried: what `npm test` has time for, and that many times PROPERTY_RUNS where this is set, as
 * `npm run fuzz` does.
 */
export function propertyRuns(usual: number): number {
  return usual * factor
}
