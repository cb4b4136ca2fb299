import { describeDriver } from '../src/describe-driver.ts'
import { builtUrl } from './built.ts'
import { mysqlReference } from './server/mysql.ts'
import { onMysql } from './server/on-mysql.ts'

describeDriver({
  name: 'the reference driver for MySQL and MariaDB obeys every law',
  open: () => onMysql(mysqlReference, { module: builtUrl('server/mysql.js'), factory: 'mysqlReference' }),
})
