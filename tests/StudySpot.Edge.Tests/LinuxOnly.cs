// A gate is a Linux computer: file modes, unix sockets and mounts are what is tested here.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
