import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../folder.ts'

/** A private key and a certificate, by their paths. */
export interface KeyPair {
  readonly certificate: string
  readonly key: string
}

export interface Authority extends KeyPair {
  readonly folder: string
  /** Signs a certificate, once for the same call: of a client `/O=group/CN=name`, or of a server for the names that OpenSSL calls subjectAltName. */
  sign(name: string, subject: string, serverNames?: string): KeyPair
}

/** A certificate authority of its own in a folder of its own, by openssl. */
export function makeAuthority(openssl: string): Authority {
  const folder = makeFolder()
  const run = (...args: string[]): void => {
    const made = spawnSync(openssl, args, { cwd: folder, encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`)
  }
  const pair = (name: string): KeyPair => ({
    certificate: join(folder, `${name}.crt`),
    key: join(folder, `${name}.key`),
  })
  run(...newKey('ca', '/CN=test-ca'), ...'-x509 -days 2 -out ca.crt'.split(' '))
  const signed = new Set<string>()
  return {
    ...pair('ca'),
    folder,
    sign(name, subject, serverNames) {
      const call = JSON.stringify([name, subject, serverNames])
      if (signed.has(call)) return pair(name)
      signed.add(call)
      const use = serverNames === undefined ? 'clientAuth' : `serverAuth\nsubjectAltName=${serverNames}`
      writeFileSync(join(folder, `${name}.ext`), `extendedKeyUsage=${use}\n`)
      run(...newKey(name, subject), '-out', `${name}.csr`)
      run(
        ...`x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2`.split(' '),
        ...`-out ${name}.crt -extfile ${name}.ext`.split(' '),
      )
      return pair(name)
    },
  }
}

function newKey(name: string, subject: string): readonly string[] {
  return `req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${name}.key -subj ${subject}`.split(
    ' ',
  )
}

/** As a kubeconfig embeds it. */
export function embedded(path: string): string {
  return readFileSync(path).toString('base64')
}
