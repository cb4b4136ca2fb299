// Checks that users will be told: a package that changed since it got its version is named by a changeset, as one or more sentences.
// Must not know what changed.

import { spawnSync } from 'node:child_process'
import getReleasePlan from '@changesets/get-release-plan'

import { packages, root } from './workspace.mjs'

/** @param {string[]} args */
function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}

if (git('rev-parse', '--is-shallow-repository') === 'true') throw new Error('a shallow clone does not know when a package got its version')

const plan = await getReleasePlan(root)
const named = new Set(plan.changesets.flatMap(({ releases }) => releases.map(({ name }) => name)))

const silent = packages()
  .filter(({ manifest }) => !manifest.private)
  .filter(({ name, path }) => {
    const since = git('log', '-1', '--format=%H', '-G', '^  "version":', '--', `${path}/package.json`)
    const changed = git('diff', '--name-only', since, 'HEAD', '--', `${path}/src`, `${path}/package.json`)
    return changed !== '' && !named.has(name)
  })
const wordless = plan.changesets.filter(({ summary }) => !/[.!?]$/.test(summary.trim()))

for (const { name } of silent) console.log(`${name} changed since it got its version, and no changeset names it: npx changeset`)
for (const { id } of wordless) console.log(`.changeset/${id}.md is not a sentence`)
console.log(plan.releases.map(({ name, newVersion }) => `${name} ${newVersion}`).join('\n'))
process.exitCode = silent.length === 0 && wordless.length === 0 ? 0 : 1
