import { describeDriver } from '../src/describe-driver.ts'
import { remote } from './remote/driver.ts'
import { onNetwork } from './remote/on-network.ts'

describeDriver({ name: 'the reference driver over a network obeys every law', open: () => onNetwork(remote) })
