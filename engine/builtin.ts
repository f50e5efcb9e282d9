import { Comment } from './components/comment.ts';
import { DynamicVariableSpace } from './components/dynamic-variable-space.ts';
import { DynamicVariables } from './components/dynamic-variables.ts';
import { Instance } from './components/instance.ts';
import { SavedQueries, SavedSelections } from './components/saved.ts';
import { Spinner } from './components/spinner.ts';
import { Transform } from './components/transform.ts';
import { UserRoot } from './components/user-root.ts';
import { BoolValue, ColorValue, FloatValue, IntValue, StringValue } from './components/values.ts';
import { WebsocketClient } from './components/websocket-client.ts';
import { WebsocketServer } from './components/websocket-server.ts';
import { Wiggler } from './components/wiggler.ts';
import { FETCH } from './access/fetch-job.ts';
import { SCRIPT_FILES } from './script/files-job.ts';
import { Flow } from './flow/flow.ts';
import { flowSystem } from './flow/flow-system.ts';
import { listening } from './systems/listening.ts';
import { Script } from './script/script.ts';
import { SavedSends } from './sending/saved-sends.ts';
import { sending } from './sending/sending-system.ts';
import { scriptSystem } from './script/script-system.ts';
import { variableSystem } from './flow/nodes/variable-index.ts';
import { network } from './systems/network.ts';
import { spinnerSystem } from './systems/spinner.ts';
import { wigglerSystem } from './systems/wiggler.ts';
import type { Plugin } from './world/plugin.ts';
import { assemble, type Registry } from './world/registry.ts';

const BUILTIN: Plugin = {
  components: [
    Transform,
    Spinner,
    Wiggler,
    WebsocketClient,
    WebsocketServer,
    BoolValue,
    IntValue,
    FloatValue,
    StringValue,
    ColorValue,
    DynamicVariables,
    DynamicVariableSpace,
    Comment,
    Instance,
    UserRoot,
    Flow,
    Script,
    SavedSends,
    SavedQueries,
    SavedSelections,
  ],
  systems: [network, listening, spinnerSystem, wigglerSystem, flowSystem, variableSystem, scriptSystem, sending],
  jobs: [FETCH, SCRIPT_FILES],
};

/** The built-in component types and systems, and after them those of the plugins given, in their order. */
export function createRegistry(...plugins: readonly Plugin[]): Registry {
  return assemble(BUILTIN, plugins);
}
