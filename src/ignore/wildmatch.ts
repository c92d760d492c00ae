/**
 * How a match ends. `ended`: the path ended too early, so no earlier star can help. `at-slash`: a `*` would have to
 * match a slash, so only an earlier `**` can help. Both keep a pattern with many stars from taking exponential time.
 */
type Result = 'match' | 'mismatch' | 'ended' | 'at-slash'

/**
 * Matches a path with a glob as git does (git `wildmatch.c`, `WM_PATHNAME`): `*` matches no slash, `**` between
 * slashes does.
 */
export function wildmatch(glob: string, path: string): boolean {
  return match(glob, 0, path, 0) === 'match'
}

function match(glob: string, start: number, path: string, from: number): Result {
  let [at, to] = [start, from]
  for (; at < glob.length; at += 1, to += 1) {
    const sign = glob.charAt(at)
    if (sign === '*') return matchStars(glob, at, path, to)
    if (to >= path.length) return 'ended'
    const character = path.charAt(to)
    if (sign === '?') {
      if (character === '/') return 'mismatch'
    } else if (sign === '[') {
      const set = readSet(glob, at + 1, character)
      if (set === undefined) return 'ended'
      if (!set.contains || character === '/') return 'mismatch'
      at = set.end
    } else {
      // A backslash escapes the next character. At the end of the glob it matches nothing.
      if (sign === '\\') at += 1
      if (glob.charAt(at) !== character) return 'mismatch'
    }
  }
  return to < path.length ? 'mismatch' : 'match'
}

function matchStars(glob: string, star: number, path: string, from: number): Result {
  let after = star + 1
  while (glob.charAt(after) === '*') after += 1
  const passesSlashes = after - star > 1 && isWholeSegment(glob, star, after)
  if (passesSlashes && glob.charAt(after) === '/') return matchDirectories(glob, after + 1, path, from)
  if (after === glob.length) return passesSlashes || !path.includes('/', from) ? 'match' : 'at-slash'
  for (let to = from; to < path.length; to += 1) {
    const result = match(glob, after, path, to)
    if (result === 'match' || result === 'ended') return result
    if (result === 'at-slash' && !passesSlashes) return result
    if (!passesSlashes && path.charAt(to) === '/') return 'at-slash'
  }
  return 'ended'
}

/** Whether the stars are a whole path segment. */
function isWholeSegment(glob: string, star: number, after: number): boolean {
  const isStart = star === 0 || glob.charAt(star - 1) === '/'
  const next = glob.charAt(after)
  return isStart && (next === '' || next === '/' || (next === '\\' && glob.charAt(after + 1) === '/'))
}

/** `**` and a slash match any number of directories, or none. */
function matchDirectories(glob: string, rest: number, path: string, from: number): Result {
  for (let to = from; ;) {
    const result = match(glob, rest, path, to)
    if (result === 'match' || result === 'ended') return result
    const slash = path.indexOf('/', to)
    if (slash < 0) return 'ended'
    to = slash + 1
  }
}

/**
 * Reads a bracket expression whose text begins at `start`, after `[`. Says where it ends and whether it contains the
 * character. Returns `undefined` for an invalid one.
 */
function readSet(
  glob: string,
  start: number,
  character: string,
): { readonly contains: boolean; readonly end: number } | undefined {
  const isNegated = glob.charAt(start) === '!' || glob.charAt(start) === '^'
  let isFound = false
  let before = ''
  let at = isNegated ? start + 1 : start
  // A `]` that comes first is an ordinary character.
  for (let isFirst = true; isFirst || glob.charAt(at) !== ']'; isFirst = false, at += 1) {
    let sign = glob.charAt(at)
    if (sign === '') return undefined
    const next = glob.charAt(at + 1)
    if (sign === '-' && before !== '' && next !== '' && next !== ']') {
      at += next === '\\' ? 2 : 1
      const last = glob.charAt(at)
      if (last === '') return undefined
      isFound ||= before <= character && character <= last
      sign = ''
    } else if (sign === '[' && next === ':') {
      const end = glob.indexOf(']', at + 2)
      if (end < 0) return undefined
      if (end === at + 2 || glob.charAt(end - 1) !== ':') isFound ||= character === '['
      else {
        const members = CLASSES.get(glob.slice(at + 2, end - 1))
        if (members === undefined) return undefined
        isFound ||= members.test(character)
        sign = ''
        at = end
      }
    } else {
      if (sign === '\\') {
        at += 1
        sign = next
        if (sign === '') return undefined
      }
      isFound ||= sign === character
    }
    before = sign
  }
  return { contains: isFound !== isNegated, end: at }
}

const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[A-Za-z0-9]/],
  ['alpha', /[A-Za-z]/],
  ['blank', /[ \t]/],
  ['cntrl', /[\x00-\x1f\x7f]/], // eslint-disable-line no-control-regex
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[ \t-\r]/],
  ['upper', /[A-Z]/],
  ['xdigit', /[A-Fa-f0-9]/],
])
