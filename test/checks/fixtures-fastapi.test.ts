import { fastapiFixtureSuite } from '../support/fixture-suite.ts';
import { pythonOrReason } from '../support/python.ts';

fastapiFixtureSuite(await pythonOrReason());
