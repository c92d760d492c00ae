import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { faultOfReference, meantReference } from '../../src/image/reference-fault.ts'

const H = 'contoso.azurecr.io'
const hash = '0'.repeat(64)

/** `kind: what; meant`. */
const table: Record<string, string> = {
  [`${H}/web`]: '',
  [`${H}/web:1`]: '',
  [`${H}:443/team/web__x:v1.0-rc_1`]: '',
  [`${H}/web@sha256:${hash}`]: '',
  [`${H}/web:1@sha256:${hash}`]: '',
  [`${H}/web:_TAG_`]: '',
  [`[::1]:5000/web`]: '',
  [`Contoso.azurecr.io/web`]: '',
  [`${H}/web@sha512:${hash}${hash}`]: '',
  [`${H}/Web:1`]: `unparsable: the repository Web has uppercase letters; ${H}/web:1`,
  [`${H}/web:1:2`]: 'unparsable: the name has two tags, 1 and 2;',
  [`${H}/web:1 `]: `unparsable: the name ends with whitespace; ${H}/web:1`,
  [`\t${H}/web:1`]: `unparsable: the name begins with whitespace; ${H}/web:1`,
  [`${H}/web:1\n`]: `unparsable: the name ends with whitespace; ${H}/web:1`,
  [`${H}/we b:1`]: 'unparsable: the name contains whitespace;',
  [`https://${H}/web:1`]: `unparsable: the name begins with https://; ${H}/web:1`,
  [`docker://${H}/web:1`]: `unparsable: the name begins with docker://; ${H}/web:1`,
  [`https://${H}/Web:1`]: 'unparsable: the name begins with https://;',
  [`//${H}/web`]: 'unparsable: the host is missing;',
  [`${H}/web:`]: 'unparsable: the tag after the ":" is missing;',
  [`${H}/`]: 'unparsable: the name has no repository;',
  [`${H}//web`]: 'unparsable: /web is not a valid repository name;',
  [`${H}/web/`]: 'unparsable: web/ is not a valid repository name;',
  [`${H}/web_:1`]: 'unparsable: web_ is not a valid repository name;',
  [`${H}/we--b`]: '',
  [`${H}/we..b`]: 'unparsable: we..b is not a valid repository name;',
  [`${H}/web:-1`]: 'unparsable: -1 is not a valid tag;',
  [`${H}/web:1+2`]: 'unparsable: 1+2 is not a valid tag;',
  [`${H}/web:${'1'.repeat(128)}`]: '',
  [`${H}/web:${'1'.repeat(129)}`]: 'unparsable: the tag has more than 128 characters;',
  [`${H}/${'a'.repeat(236)}`]: '',
  [`${H}/${'a'.repeat(237)}`]: 'unparsable: the name has more than 255 characters before the tag;',
  [`${H}/web@sha256:0123`]:
    'unparsable: the digest has 4 digits, where sha256 has 64 lowercase hexadecimal digits;',
  [`${H}/web@sha256:${'A'.repeat(64)}`]:
    'unparsable: the digest has other characters than 0-9 and a-f, where sha256 has 64 lowercase hexadecimal digits;',
  [`${H}/web@${hash}`]: `unparsable: "${hash}" is not a digest algorithm;`,
  [`${H}/web@md5:${'0'.repeat(32)}`]: 'unparsable: "md5" is not a digest algorithm;',
  [`${H}/web@sha256:${hash}@sha256:${hash}`]: 'unparsable: the name has two digests;',
  [`con_toso.azurecr.io/web`]: 'unparsable: con_toso.azurecr.io is not a valid host;',
  [`${H}:port/web`]: `unparsable: ${H}:port is not a valid host;`,
  [`${H}/web:\${TAG}`]: 'placeholder: ${TAG} must be replaced first;',
  [`${H}/web:#{tag}#`]: 'placeholder: #{tag}# must be replaced first;',
  [`${H}/web:{{ .Values.tag }}`]: 'placeholder: {{ .Values.tag }} must be replaced first;',
  [`${H}/web:$(tag)`]: 'placeholder: $(tag) must be replaced first;',
  [`${H}/\${NAME}:$TAG`]: 'placeholder: ${NAME} and $TAG must be replaced first;',
  [`${H}/web:<tag>`]: 'placeholder: <tag> must be replaced first;',
  [`\${REGISTRY}/web`]: 'placeholder: ${REGISTRY} must be replaced first;',
  [`${H}/Web:\${TAG}`]: `unparsable: the repository Web has uppercase letters;`,
}

for (const [text, expected] of Object.entries(table)) {
  test(JSON.stringify(text), () => {
    const { kind, what = '', meant = '' } = faultOfReference(text) ?? {}
    assert.is(kind === undefined ? '' : `${kind}: ${what}; ${meant}`.trim(), expected)
  })
}

test('what is put around a reference does not hide its registry', () => {
  for (const text of [`https://${H}/web`, `//${H}/web`, ` ${H}/web\n`, `${H}/web`])
    assert.is(meantReference(text), `${H}/web`)
})

test.run()
