// One call of a TensorFlow operation: its inputs, its outputs and how it fails.
#pragma once
#include <initializer_list>
#include <string>
#include <vector>

#include "tensorflow-c.h"

namespace hpdm {

constexpr int kFloat = 1;  // TF_FLOAT
constexpr int kInvalidArgument = 3, kResourceExhausted = 8;  // TF_Code

// Thrown to end a kernel; TensorFlow reports it as an error.
struct Failure {
  int code;
  std::string message;
};

inline void demand(bool holds, const char* what) {
  if (!holds) throw Failure{kInvalidArgument, what};
}

// Inputs and outputs of one call, freed when it ends.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Call() {
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  TF_Tensor* input(int index) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    if (tensor) tensors_.push_back(tensor);
    return tensor;
  }
  const float* data(int index) { return static_cast<const float*>(TF_TensorData(input(index))); }
  float* output(int index, std::initializer_list<int64_t> dims) {
    return output(index, dims.begin(), static_cast<int>(dims.size()));
  }
  float* output(int index, const int64_t* dims, int rank) {
    int64_t size = 1;
    for (int i = 0; i < rank; i++) size *= dims[i];
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, kFloat, dims, rank, size * sizeof(float), status_);
    if (!tensor) throw Failure{TF_GetCode(status_), TF_Message(status_)};
    tensors_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }
  void fail(const Failure& failure) {
    TF_SetStatus(status_, failure.code, failure.message.c_str());
    TF_OpKernelContext_Failure(context_, status_);
  }

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> tensors_;
};

inline int64_t size_of(const TF_Tensor* tensor) {
  int64_t size = 1;
  for (int i = 0; i < TF_NumDims(tensor); i++) size *= TF_Dim(tensor, i);
  return size;
}

// The shape [rows, d] of the first input.
struct Matrix {
  int64_t rows, d;
  const float* data;
  explicit Matrix(TF_Tensor* tensor)
      : rows(TF_Dim(tensor, 0)), d(TF_Dim(tensor, 1)), data(static_cast<const float*>(TF_TensorData(tensor))) {}
};

}  // namespace hpdm
