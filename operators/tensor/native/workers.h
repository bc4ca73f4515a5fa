// A fixed team of threads that share the jobs of one kernel call.
#pragma once
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hpdm {

class Workers {
 public:
  // As many threads as TensorFlow's variable for the threads of one operation says, else one per core.
  static Workers& shared() {
    static Workers* team = new Workers(count());  // never destroyed: its threads outlive static destructors
    return *team;
  }

  // The number of threads, that of the caller included.
  int64_t threads() const { return static_cast<int64_t>(threads_.size()) + 1; }

  // Call job(0) … job(jobs - 1), in any order, and return when all are done.
  void run(int64_t jobs, const std::function<void(int64_t)>& job) {
    if (jobs <= 1 || threads_.empty()) {
      for (int64_t i = 0; i < jobs; i++) job(i);
      return;
    }
    std::lock_guard<std::mutex> one_call(call_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      job_ = &job;
      jobs_ = jobs;
      next_ = 0;
      helpers_ = static_cast<int>(std::min<int64_t>(jobs - 1, threads_.size()));
      round_++;
    }
    wake_.notify_all();
    work(job, jobs);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      helpers_ = 0;  // a thread that wakes too late has nothing to do, and is not waited for
    }
    if (spin([&] { return busy_ == 0; })) return;
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [&] { return busy_ == 0; });
  }

 private:
  explicit Workers(int count) {
    for (int i = 0; i + 1 < count; i++) threads_.emplace_back([this, i] { loop(i); });
    for (auto& thread : threads_) thread.detach();
  }

  static int count() {
    const char* wanted = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int asked = wanted ? std::atoi(wanted) : 0;
    return asked > 0 ? asked : static_cast<int>(std::thread::hardware_concurrency());
  }

  // The loop of one thread: wait for the next call, and work on it unless the call needs fewer threads, or is over.
  void loop(int self) {
    uint64_t seen = 0;
    for (;;) {
      const std::function<void(int64_t)>* job;
      int64_t jobs;
      spin([&] { return round_ != seen; });
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return round_ != seen; });
        seen = round_;
        if (self >= helpers_) continue;
        busy_++;
        job = job_;
        jobs = jobs_;
      }
      work(*job, jobs);
      std::lock_guard<std::mutex> lock(mutex_);
      if (--busy_ == 0) done_.notify_one();
    }
  }

  // Waking a thread takes longer than many kernels, so a waiting thread polls for a short time before it sleeps.
  template <class Ready>
  static bool spin(Ready ready) {
    constexpr auto kWhile = std::chrono::microseconds(50);
    for (const auto end = std::chrono::steady_clock::now() + kWhile; std::chrono::steady_clock::now() < end;)
      for (int i = 0; i < 32; i++) {
        if (ready()) return true;
        pause();
      }
    return false;
  }

  static void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
  }

  void work(const std::function<void(int64_t)>& job, int64_t jobs) {
    for (int64_t i; (i = next_.fetch_add(1)) < jobs;) job(i);
  }

  std::vector<std::thread> threads_;
  std::mutex call_, mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(int64_t)>* job_ = nullptr;
  int64_t jobs_ = 0;
  int helpers_ = 0;  // threads that may work on the call, besides the caller
  std::atomic<int64_t> next_{0};
  std::atomic<int> busy_{0};  // of them, those that do
  std::atomic<uint64_t> round_{0};
};

}  // namespace hpdm
