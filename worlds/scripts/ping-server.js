// Overte's example of a WebSocketServer, from its documentation. What is another here: the port is that of IntValue, and a server listens once the owner of
// the machine lets it, which it tells.
print('Create WebSocketServer');
const webSocketServer = new WebSocketServer({ port: entity.get('IntValue').Value });
webSocketServer.listeningChanged.connect(() => {
  if (webSocketServer.listening) print('Server url:', webSocketServer.url);
});

function onNewConnection(webSocket) {
  print('New connection');

  webSocket.onmessage = function (message) {
    print('Message received:', message.data);

    const returnMessage = message.data + ' back!';
    print('Echo a message back:', returnMessage);
    webSocket.send(returnMessage);
  };
}

webSocketServer.newConnection.connect(onNewConnection);
