# Sourced by ./studyspot: the face engine's own commands, run from a Release build of the gate.

face() {
  require_sdk
  install_debian ffmpeg libturbojpeg0
  install_models
  build_dotnet Release edge/StudySpot.Edge/StudySpot.Edge.csproj
  exec edge/StudySpot.Edge/bin/Release/net10.0/StudySpot.Edge face "$@"
}
