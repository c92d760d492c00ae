// Keeps what V8 compiled during a run for the next runs of the same user: whole or not at all, and only in a folder of that
// user. That it cannot be kept is no failure of the run.
const { mkdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { dirname } = require('node:path')

module.exports = ({ folder, file, key }, script) => {
  process.on('exit', exitCode => {
    try {
      if (exitCode < 2) keep(folder, file, key, script)
    } catch {
      // The next run tries again.
    }
  })
}

function keep(folder, file, key, script) {
  makeFolder(folder)
  makeFolder(dirname(file))
  const part = `${file}.${process.pid}.part`
  try {
    const bytes = Buffer.concat([script.createCachedData(), Buffer.from(key)])
    writeFileSync(part, bytes, { flag: 'wx', mode: 0o600, flush: true })
    renameSync(part, file)
  } catch {
    rmSync(part, { force: true })
  }
}

/** Throws where it, or the folder in which it would be made, is another user's. */
function makeFolder(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  const owner = (found ?? statSync(dirname(path))).uid
  if (process.geteuid !== undefined && owner !== process.geteuid())
    throw new Error('not a folder of this user')
  if (found === undefined) mkdirSync(path, { mode: 0o700 })
}
