import { stepsSuite } from '../support/steps-suite.ts';

stepsSuite({ title: 'Node', overlay: 'node', choice: { kind: 'node' } });
