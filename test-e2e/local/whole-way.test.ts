import { wholeWay } from '../support/whole-way.ts';

wholeWay(3_000);
