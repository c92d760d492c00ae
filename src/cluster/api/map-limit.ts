/**
 * Runs a task for each subject, at most `width` at a time. Results are in the order of `subjects`. After an error, no
 * further task is started.
 */
export async function mapLimit<T, R>(
  width: number,
  subjects: readonly T[],
  task: (subject: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const left = subjects.entries()
  let failed = false
  const work = async (): Promise<void> => {
    for (const [at, subject] of left) {
      if (failed) return
      results[at] = await task(subject)
    }
  }
  const workers = Array.from({ length: Math.min(width, subjects.length) }, work)
  await Promise.all(
    workers.map(worker =>
      worker.catch((error: unknown) => {
        failed = true
        throw error
      }),
    ),
  )
  return results
}
