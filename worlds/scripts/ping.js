// Overte's example of a WebSocket, from its documentation. What is another here: the address is that of StringValue, and it is sent again once it is back.
const WEBSOCKET_PING_URL = entity.get('StringValue').Value;
const TEST_MESSAGE = 'Hello';

print('Create WebSocket');
const webSocket = new WebSocket(WEBSOCKET_PING_URL);

webSocket.onopen = function () {
  print('Send a test message:', TEST_MESSAGE);
  webSocket.send(TEST_MESSAGE);
};

webSocket.onmessage = function (message) {
  print('Echo received:', message.data);
  setTimeout(() => webSocket.send(TEST_MESSAGE), 1000);
};

webSocket.onerror = function (error) {
  print('Error:', error.code, error.message);
};

webSocket.onclose = function (data) {
  print('Closed:', data.code, data.reason);
};
