import { describeDriver } from '../src/describe-driver.ts'
import { builtUrl } from './built.ts'
import { reference } from './reference/driver.ts'
import { onFile } from './reference/on-file.ts'

describeDriver({
  name: 'the reference driver obeys every law',
  open: () => onFile(reference, { module: builtUrl('reference/driver.js'), factory: 'reference' }),
})
