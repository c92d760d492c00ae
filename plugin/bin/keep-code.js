// Keeps the code that V8 compiled during a run for the next runs of the same user. The file is written completely or not at
// all, and only into a folder of that user. If writing fails, the run still succeeds.
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

/** Creates a folder, if there is none. Throws if the folder, or the one that would contain it, belongs to another user. */
function makeFolder(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  const owner = (found ?? statSync(dirname(path))).uid
  if (process.geteuid !== undefined && owner !== process.geteuid())
    throw new Error('not a folder of this user')
  if (found === undefined) mkdirSync(path, { mode: 0o700 })
}
