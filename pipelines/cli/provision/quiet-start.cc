// TensorFlow logs while its library is loaded, before it has read TF_CPP_MIN_LOG_LEVEL. The addon is also linked to this library, with
// `-z initfirst`. So its constructor runs before TensorFlow's and applies the variable. If a TensorFlow contains another version of absl, the weak
// symbol is not found and the log stays as it is.
#include <cstdlib>

namespace absl {
inline namespace lts_20250814 {
enum class LogSeverityAtLeast : int;
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast);
}  // namespace lts_20250814
}  // namespace absl

__attribute__((constructor)) static void apply_log_level() {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  if (level && absl::SetMinLogLevel) absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(std::atoi(level)));
}
