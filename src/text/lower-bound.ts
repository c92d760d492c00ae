/**
 * The index of the first number that is at least `least`. `numbers` are in ascending order. Returns their length if
 * there is none.
 */
export function lowerBound(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}
