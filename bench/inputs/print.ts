/** Prints an input: `print.ts SHAPE BYTES SEED`. It respects back-pressure, so its memory stays small. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inBlocks } from './files.ts'
import { manifests, SHAPES } from './shapes.ts'

const [name, bytes, seed] = process.argv.slice(2)
const shape = SHAPES.find(one => one === name)
if (shape === undefined) throw new TypeError(`a shape is one of ${SHAPES.join(', ')}, and not "${name}"`)

await pipeline(Readable.from(inBlocks(manifests(shape, Number(bytes), Number(seed)))), process.stdout)
