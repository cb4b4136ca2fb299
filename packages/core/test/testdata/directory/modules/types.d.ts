export interface Unused {}
