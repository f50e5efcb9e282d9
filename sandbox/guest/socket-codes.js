// What Overte's scripts know besides the standard: names of close codes, and of what has gone wrong.

/** Overte's names of close codes, with those that its table lacks. */
export const CloseCode = Object.freeze({
  CloseCodeNormal: 1000,
  CloseCodeGoingAway: 1001,
  CloseCodeProtocolError: 1002,
  CloseCodeDatatypeNotSupported: 1003,
  CloseCodeReserved1004: 1004,
  CloseCodeMissingStatusCode: 1005,
  CloseCodeAbnormalDisconnection: 1006,
  CloseCodeWrongDatatype: 1007,
  CloseCodePolicyViolated: 1008,
  CloseCodeTooMuchData: 1009,
  CloseCodeMissingExtension: 1010,
  CloseCodeBadOperation: 1011,
  CloseCodeServiceRestart: 1012,
  CloseCodeTryAgainLater: 1013,
  CloseCodeBadGateway: 1014,
  CloseCodeTlsHandshakeFailed: 1015,
});

/** Overte's SocketError, which the `code` of an error event is. */
export const SocketError = Object.freeze({
  UnknownSocketError: -1,
  ConnectionRefusedError: 0,
  RemoteHostClosedError: 1,
  HostNotFoundError: 2,
  SocketAccessError: 3,
  SocketResourceError: 4,
  SocketTimeoutError: 5,
  DatagramTooLargeError: 6,
  NetworkError: 7,
  AddressInUseError: 8,
  SocketAddressNotAvailableError: 9,
  UnsupportedSocketOperationError: 10,
  ProxyAuthenticationRequiredError: 11,
  SslHandshakeFailedError: 12,
  UnfinishedSocketOperationError: 13,
  ProxyConnectionRefusedError: 14,
  ProxyConnectionClosedError: 15,
  ProxyConnectionTimeoutError: 16,
  ProxyNotFoundError: 17,
  ProxyProtocolError: 18,
  OperationError: 19,
  SslInternalError: 20,
  SslInvalidUserDataError: 21,
  TemporaryError: 22,
});
