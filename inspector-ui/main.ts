import { guardInputMethods } from './actions/input-method.ts';
import './controls/theme.ts';
import './shell/app.ts';

guardInputMethods();
