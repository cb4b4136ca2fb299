// Owns: the words for each problem: what and where, then what to do.
// Must not know: colours, where it is printed.

import type { Problem } from '../../model/problem.ts'
import { describeHalfWay, describeHalfWayRecorded } from './describe-half-way.ts'
import { at, describeNameTaken, describeSchemaMissing } from './describe-names.ts'
import { describeScriptEmpty } from './describe-script-empty.ts'

export interface Description {
  readonly message: string
  /** What the reader can do about it, as an instruction. */
  readonly remedy: string
}

export function describeProblem(problem: Problem): Description {
  switch (problem.code) {
    case 'CHECKSUM_CHANGED':
      return {
        message: `Migration '${problem.id}' was changed after it was applied${problem.origin === undefined ? '' : ` (${problem.origin})`}: recorded ${short(problem.recorded)}, found ${short(problem.found)}.`,
        remedy: 'Put the text back as it was and write a new migration for the change. Comments and white space may differ.',
      }
    case 'CHECKSUM_MANUAL':
      return {
        message: `Migration '${problem.id}' was recorded by hand; nothing shows that its text is what ran.`,
        remedy: 'Compare the schema with the migration once, by eye.',
      }
    case 'UNKNOWN_APPLIED':
      return {
        message: `Migration '${problem.id}' is applied and the code does not have it.${meant(problem.nearest)}`,
        remedy: `Deploy the code that has it. Where its receipt kept a way back, which one with a 'down' in SQL does, 'migrate down' can take it back without the code.`,
      }
    case 'OTHER_LINE':
      return {
        message: `Migration '${problem.id}' of line '${problem.line}' is applied already, under line '${problem.otherLine}'.`,
        remedy: `Run it as line '${problem.otherLine}'. If it really belongs to '${problem.line}' now, record it there without running it: migrate baseline --line ${problem.line} --to ${problem.id}`,
      }
    case 'OUT_OF_ORDER':
      return {
        message: `Migration '${problem.id}' is not applied, and '${problem.after}', which comes after it, is${problem.standing === 'applied' ? '' : ' half way'}.`,
        remedy: `Give it a later id, or allow late migrations for this run with the order 'any' (--order any). If its effect is there already, record it with 'migrate baseline'.`,
      }
    case 'VARIANT_MISSING':
      return {
        message: `Migration '${problem.id}' has variants for ${problem.present.join(', ')} and none for ${problem.dialect}.`,
        remedy: `Write the ${problem.dialect} variant, or say that it means nothing there with missing variant 'empty'.`,
      }
    case 'IRREVERSIBLE':
      return {
        message: `Migration '${problem.id}' has no 'down', so there is no way back over it.`,
        remedy: `Write a 'down', or a new migration that undoes it.`,
      }
    case 'IRREVERSIBLE_HERE':
      return {
        message: `Migration '${problem.id}' has a 'down' for ${problem.present.join(', ')} and none for ${problem.dialect}, where it has done something: there is no way back over it here.`,
        remedy: `Write the ${problem.dialect} variant of its 'down', or a new migration that undoes it.`,
      }
    case 'TARGET_UNKNOWN':
      return { message: `There is no migration '${problem.target}'.${meant(problem.nearest)}`, remedy: `'migrate status' lists them.` }
    case 'TARGET_INVALID':
      return { message: `This target cannot be used: ${problem.reason}.`, remedy: `Name another target.` }
    case 'REQUIREMENT_UNMET':
      return {
        message: `Line '${problem.line}' requires '${problem.requirement}', which this database does not have.`,
        remedy: `Migrate that line first, or all lines in one call.`,
      }
    case 'NAME_TAKEN':
      return describeNameTaken(problem)
    case 'SCHEMA_MISSING':
      return describeSchemaMissing(problem)
    case 'OTHER_HISTORY':
      return {
        message: `${problem.tool} has applied migrations to this database (table '${problem.table}'), and line '${problem.line}' is new here: its files may be the same ones. Nothing of it was run.`,
        remedy: `Record what is there already, without running it, up to its last one: migrate baseline${problem.line === 'app' ? '' : ` --line ${problem.line}`} --to ${problem.to}. If these are other migrations, say so: --other-history ignore.`,
      }
    case 'SQL_UNREADABLE':
      return { message: `Migration '${problem.id}' cannot be read${at(problem.place)}: ${problem.reason}`, remedy: 'Mend the text there.' }
    case 'SCRIPT_EMPTY':
      return describeScriptEmpty(problem)
    case 'RECORDED_DOWN_UNREADABLE':
      return {
        message: `The way back that the receipt of migration '${problem.id}' kept cannot be read: ${problem.reason.replace(/\.$/, '')}.`,
        remedy: `Deploy the code that has the migration: its own 'down' is used then.`,
      }
    case 'TRANSACTION_CONTROL':
      return transactionControl(problem)
    case 'TRANSACTION_REFUSED':
      return {
        message: `Migration '${problem.id}' has ${problem.keyword}${at(problem.place)}, which the database refuses inside a transaction.`,
        remedy: `Put it in a migration of its own with transaction 'forbidden' (in a file: -- migrate: transaction=forbidden).`,
      }
    case 'PARAMETER_UNBOUND':
      return {
        message: `Migration '${problem.id}' has the parameter ${problem.parameter}${at(problem.place)}. Nobody gives it a value, and SQLite would take NULL for it without a word.`,
        remedy:
          'Write the value there; a text goes between single quotes. Values that are only known when it runs need a migration in code.',
      }
    case 'RECORDS_UNREPLICATED':
      return {
        message: `Migration '${problem.id}' sets ${problem.variable}${at(problem.place)}. The replicas would not learn what follows, nor that it is applied.`,
        remedy: `Leave it out. mysqldump does with --set-gtid-purged=OFF.`,
      }
    case 'PRAGMA_IGNORED':
      return {
        message: `Migration '${problem.id}' sets PRAGMA foreign_keys${at(problem.place)}. Inside a transaction SQLite ignores that without a word.`,
        remedy: `Leave it out and give the migration foreignKeys 'suspended' (in a file: -- migrate: foreign-keys=suspended).`,
      }
    case 'REBUILD_UNSAFE':
      return {
        message: `Migration '${problem.id}' rebuilds the table '${problem.table}'${at(problem.place)}. Dropping it with foreign keys on would delete the rows that refer to it.`,
        remedy: `Give the migration foreignKeys 'suspended' (in a file: -- migrate: foreign-keys=suspended). They are checked as a whole before the commit.`,
      }
    case 'FOREIGN_KEYS_IN_FORCE':
      return {
        message: `Migration '${problem.id}' wants foreign keys suspended, and would run statement by statement, with foreign keys on: dropping a table would delete the rows that refer to it.`,
        remedy: `They are suspended around one transaction. Leave transaction 'forbidden' (useTransaction: false) out, and put what the database refuses in one into a migration of its own.`,
      }
    case 'NOT_ONE_TRANSACTION':
      return {
        message: `Migration '${problem.id}' is not one transaction: it has ${problem.keyword}${at(problem.place)}, which the database refuses in one.`,
        remedy: 'Every part of it is recorded, and a rerun continues where it stopped. What went before stays if a later part fails.',
      }
    case 'STATEMENT_UNRESOLVED':
      return {
        message: `Statement ${problem.n + 1} of migration '${problem.id}'${at(problem.place)} was begun${when(problem)} and nothing shows whether it took effect: ${excerpt(problem.place.text)}`,
        remedy: `${unseen(problem)}Look at the schema, then say which with 'migrate resolve': migration '${problem.id}', statement ${problem.n + 1}, 'took-effect' or 'did-not-happen'.`,
      }
    case 'REQUIRED_BY':
      return {
        message: `Line '${problem.otherLine}' requires '${problem.requirement}', and this would take it back.`,
        remedy: `Take back line '${problem.otherLine}' first, or go down less far in line '${problem.line}'.`,
      }
    case 'HALF_WAY':
      return describeHalfWay(problem)
    case 'HALF_WAY_RECORDED':
      return describeHalfWayRecorded(problem)
    case 'PREFIX_CHANGED':
      return prefixChanged(problem)
    case 'SESSION_VALUE_LOST':
      return {
        message: `Migration '${problem.id}' is half way, and the value of ${problem.name}, which its statement ${problem.n + 1}${at(problem.place)} gave, went with the session that ran it. This needs it${at(problem.neededBy)}: ${excerpt(problem.neededBy.text)}`,
        remedy: `What has run must stay as it is. What has not run yet may be mended: let it find the value by itself, before ${problem.name} is needed.`,
      }
    case 'PLAN_CHANGED':
      return {
        message: `The plan ${short(problem.wanted)} was asked for, and this database would get plan ${short(problem.found)}.`,
        remedy: `Look at the new plan with 'migrate plan' and name its hash.`,
      }
    case 'OVERTAKEN':
      return {
        message: `Somebody else ${problem.direction === 'down' ? 'applied' : 'took back'} migration '${problem.id}' after this run was planned, and ${problem.direction === 'down' ? 'it may need what would be taken back' : 'what is left to apply may need it'}.`,
        remedy: `Look at what would run now with 'migrate plan', and run again if that is meant.`,
      }
    case 'GAP':
      return {
        message: `There may be a gap between '${problem.before}' and '${problem.after}'.`,
        remedy: 'If a migration is missing, add it before the next deployment.',
      }
    case 'DOWN_CHANGED':
      return {
        message: `The 'down' of migration '${problem.id}' is not what it was when the migration ran.`,
        remedy: `A rollback uses the code's 'down', not the recorded one.`,
      }
    default:
      return problem satisfies never
  }
}

function transactionControl({ id, keyword, place, schemaChanges }: ProblemOf<'TRANSACTION_CONTROL'>): Description {
  const says = `Migration '${id}' says ${keyword}${at(place)}.`
  switch (schemaChanges) {
    case 'transactional':
      return {
        message: `${says} The transaction is not its own: it holds the receipt too.`,
        remedy: `Leave ${keyword} out. Every migration is one transaction already, unless it says transaction 'forbidden'.`,
      }
    case 'commit by themselves':
      return {
        message: `${says} The transactions are not its own: they hold the records of its statements too.`,
        remedy: `Leave ${keyword} out. Neighbouring statements that change rows share a transaction already; what changes the schema commits by itself here, and a rerun continues behind it.`,
      }
    default:
      return schemaChanges satisfies never
  }
}

function prefixChanged({ id, n, script }: ProblemOf<'PREFIX_CHANGED'>): Description {
  const back = 'Put the finished statements back as they were; add new ones behind them.'
  switch (script) {
    case 'up':
      return { message: `Migration '${id}' is half way up, and its statement ${n + 1}, which has run, was changed.`, remedy: back }
    case 'down':
      return {
        message: `Migration '${id}' is half way down, and statement ${n + 1} of its 'down', which has run, was changed.`,
        remedy: back,
      }
    case 'recorded down':
      return {
        message: `Migration '${id}' is half way down by another 'down' than the one that its receipt kept: statement ${n + 1}, which has run, is not in that.`,
        remedy: `Deploy the code whose 'down' was begun, and finish it there.`,
      }
    default:
      return script satisfies never
  }
}

type ProblemOf<Code extends Problem['code']> = Extract<Problem, { readonly code: Code }>

function when({ startedAt, session }: ProblemOf<'STATEMENT_UNRESOLVED'>): string {
  return `${startedAt === '' ? '' : ` at ${startedAt}`}${session === undefined ? '' : ` by session ${session}`}`
}

/** Before anybody says that it did not happen. */
function unseen({ sight }: ProblemOf<'STATEMENT_UNRESOLVED'>): string {
  if (sight === undefined) return ''
  return `The server may still be at work on it: this user is not shown that session. Run again as the user that it belongs to, or as one who is shown all of them (${sight}). Or see for yourself that it has ended. `
}

/** The first line, if it is short. */
function excerpt(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 120 ? `${line.slice(0, 117)}...` : line
}

function meant(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean '${nearest}'?`
}

/** Enough of a hash to recognise it. */
function short(checksum: string): string {
  const colon = checksum.indexOf(':')
  return colon < 0 ? (checksum.length > 20 ? checksum.slice(0, 12) : checksum) : checksum.slice(0, colon + 13)
}
