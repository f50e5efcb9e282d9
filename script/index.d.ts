/*
 * What a script of Worldwire finds, for editors and `worldwire check`: `/// <reference types="worldwire/script" />`, or "types": ["worldwire/script"] in a
 * tsconfig.json, with "lib": ["ES2023"].
 */
/// <reference path="./world.d.ts" />
/// <reference path="./components.d.ts" />
/// <reference path="./web.d.ts" />
/// <reference path="./sockets.d.ts" />
/// <reference path="./fetching.d.ts" />
