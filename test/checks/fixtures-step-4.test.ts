import { fixtureSuite } from '../support/fixture-suite.ts';

fixtureSuite('step-4');
