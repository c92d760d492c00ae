import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAYS, keptCertificates } from '../kept-certificates.ts'

/** A private key and a certificate, by their paths. */
export interface KeyPair {
  readonly certificate: string
  readonly key: string
}

export interface Authority extends KeyPair {
  /** Signs a certificate: of a client `/O=group/CN=name`, or of a server for the names that OpenSSL calls subjectAltName. */
  sign(subject: string, serverNames?: string): KeyPair
}

/** The certificate authority of all tests, by openssl. */
export function makeAuthority(openssl: string): Authority {
  const authority = keptCertificates(openssl, 'authority', run =>
    run(...newKey('/CN=test-ca'), ...`-x509 -days ${DAYS} -out crt`.split(' ')),
  )
  const [crt, key] = [join(authority, 'crt'), join(authority, 'key')]
  return {
    certificate: crt,
    key,
    sign(subject, serverNames) {
      const use = serverNames === undefined ? 'clientAuth' : `serverAuth\nsubjectAltName=${serverNames}`
      const name = createHash('sha256').update(`${subject} ${use}`).digest('hex').slice(0, 16)
      const signed = keptCertificates(openssl, `signed-${name}`, (run, folder) => {
        writeFileSync(join(folder, 'ext'), `extendedKeyUsage=${use}\n`)
        run(...newKey(subject), '-out', 'csr')
        const [by, serial] = [
          ['-CA', crt, '-CAkey', key],
          ['-set_serial', `0x${name}`],
        ]
        run(...`x509 -req -in csr -days ${DAYS} -out crt -extfile ext`.split(' '), ...by, ...serial)
      })
      return { certificate: join(signed, 'crt'), key: join(signed, 'key') }
    },
  }
}

function newKey(subject: string): readonly string[] {
  const curve = 'ec -pkeyopt ec_paramgen_curve:prime256v1'
  return `req -newkey ${curve} -nodes -keyout key -subj ${subject}`.split(' ')
}

/** As a kubeconfig embeds it. */
export function embedded(path: string): string {
  return readFileSync(path).toString('base64')
}
