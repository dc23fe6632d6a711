/// The version of the engine and of the command: a part of every decision's identity.
package enum EngineVersion {
  package static let current = "0.1.0"
}
