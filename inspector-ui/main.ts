import { guardInputMethods } from './actions/input-method.ts';
import './shell/theme.ts';
import './shell/app.ts';

guardInputMethods();
