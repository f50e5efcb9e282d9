import './shell/theme.ts';
import './shell/app.ts';
