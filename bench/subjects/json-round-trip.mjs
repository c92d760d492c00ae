// A filter by JSON.parse and JSON.stringify, as a whole process; it prints as it was printed, on one line or indented.
import { readFileSync, writeFileSync } from 'node:fs'

const text = readFileSync(0, 'utf8')
writeFileSync(1, JSON.stringify(JSON.parse(text), undefined, text.startsWith('{\n') ? 4 : 0))
