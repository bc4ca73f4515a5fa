// The attributes of hpdm's operations and how they are read.
#pragma once
#include <cstdint>
#include <vector>

#include "tensorflow-c.h"

namespace hpdm {

// Attributes of one operation; those that it does not declare keep these defaults.
struct Attributes {
  int64_t batch = 1, heads = 1;  // how the rows of attention are divided
  int64_t packed = 0;            // 1: the first matrix holds queries, keys and values
  int64_t transpose_a = 0, transpose_b = 0;
  int64_t bf16 = 0;                       // 1: factors are in bfloat16 and multiplied with AVX512-BF16; 2: on AMX tiles
  int64_t columns = 0;                    // of a packed kernel, whose shape does not say it
  int64_t normed = 0, gelu = 0;  // 1: rows are normalised first, GELU comes after the bias
  int64_t scaled = 0, biased = 0, skipped = 0;  // 1: gamma, bias or skip is used; 0: its input is ignored
  int64_t parts = 0;                            // number of tensors to join into a vector, or to cut from it
  std::vector<int64_t> shapes;                  // rank and dimensions of each of these tensors
  std::vector<int64_t> grid;                    // frames, rows and columns of a patch's tokens
  std::vector<int64_t> axes;                    // of frames, rows and columns, 1: there is a matrix; 0: its input is ignored
  int64_t transposed = 0;                       // 1: the matrices are transposed
  int64_t reversed = 0;                         // 1: the first tap is that of the last neighbour
  int64_t adapted = 0;                          // 1: LAMB
  std::vector<int64_t> kernels;                 // sizes of the kernels, which come first among the parameters
};

inline Attributes read_attributes(TF_OpKernelConstruction* construction) {
  Attributes attributes;
  TF_Status* status = TF_NewStatus();
  const auto read = [&](const char* name, int64_t* value) {
    TF_OpKernelConstruction_GetAttrInt64(construction, name, value, status);  // keeps the default if there is no such attribute
  };
  read("batch", &attributes.batch);
  read("heads", &attributes.heads);
  read("packed", &attributes.packed);
  read("transpose_a", &attributes.transpose_a);
  read("transpose_b", &attributes.transpose_b);
  read("bf16", &attributes.bf16);
  read("columns", &attributes.columns);
  read("normed", &attributes.normed);
  read("gelu", &attributes.gelu);
  read("scaled", &attributes.scaled);
  read("biased", &attributes.biased);
  read("skipped", &attributes.skipped);
  read("parts", &attributes.parts);
  read("adapted", &attributes.adapted);
  read("reversed", &attributes.reversed);
  read("transposed", &attributes.transposed);
  const auto read_all = [&](const char* name, std::vector<int64_t>* values) {
    int32_t length = 0, total = 0;
    TF_SetStatus(status, 0, "");  // otherwise the error for a missing attribute would still be set for the next one
    TF_OpKernelConstruction_GetAttrSize(construction, name, &length, &total, status);
    if (length <= 0) return;
    values->resize(length);
    TF_OpKernelConstruction_GetAttrInt64List(construction, name, values->data(), length, status);
  };
  read_all("shapes", &attributes.shapes);
  read_all("grid", &attributes.grid);
  read_all("axes", &attributes.axes);
  read_all("kernels", &attributes.kernels);
  TF_DeleteStatus(status);
  return attributes;
}

}  // namespace hpdm
