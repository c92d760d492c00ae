import * as fc from 'fast-check'
import { cutDocuments } from '../../../src/manifest/stream.ts'
import { allFixtures, expectedOf as expectedResult } from '../../fixtures.ts'
import { resources } from '../../inject/manifests.ts'
import { styles, writeStream } from '../../inject/writing.ts'

/** The documents of all fixtures, before and after. */
export function fixtureDocuments(): readonly string[] {
  return [
    ...new Set(
      allFixtures()
        .flatMap(one => [one.input, expectedResult(one).stdout])
        .flatMap(documentsOf),
    ),
  ]
}

/** Documents in the style of tools and of people who like their YAML plain, and as JSON. */
export function generatedDocuments(seed: number, numRuns: number): readonly string[] {
  const plain = styles.map(style => ({ ...style, eol: '\n', byteOrderMark: false }))
  const texts = fc.sample(
    fc
      .tuple(resources, plain)
      .map(([all, style]) => [writeStream(all, style), JSON.stringify(all[0], null, style.step)]),
    { seed, numRuns },
  )
  return texts.flat().flatMap(text => documentsOf(Buffer.from(text)))
}

function documentsOf(bytes: Buffer): readonly string[] {
  return [...cutDocuments(bytes)].map(({ start, end }) => bytes.toString('utf8', start, end))
}
