// A filter by npm `yaml`, as a whole process, and without the types that would have to be taken off first.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'

writeFileSync(1, parseAllDocuments(readFileSync(0, 'utf8')).map(String).join(''))
