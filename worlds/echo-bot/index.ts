/**
 * How a program adds components and systems of its own: `worldwire run SCENE --plugin dist/worlds/echo-bot/index.js`, or
 * `createRegistry(plugin)` where it embeds the engine. Outside of this repository the imports come from `worldwire`.
 */
import type { Plugin } from '../../engine/index.ts';
import { EchoBot } from './echo-bot.ts';
import { echoBotSystem } from './echo-bot-system.ts';
import { ValueCopy, valueCopySystem } from './value-copy.ts';

export const plugin: Plugin = { name: 'echo-bot', worldwire: '^0.1', components: [EchoBot, ValueCopy], systems: [echoBotSystem, valueCopySystem] };
