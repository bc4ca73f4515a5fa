/** A stream as ffprobe describes it. */
export interface Stream {
  readonly index?: number;
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly sample_aspect_ratio?: string;
  readonly r_frame_rate?: string;
  readonly avg_frame_rate?: string;
  readonly time_base?: string;
  readonly duration?: string;
  readonly start_time?: string;
  readonly nb_frames?: string;
  readonly color_transfer?: string;
  readonly field_order?: string;
  readonly disposition?: { readonly attached_pic?: number };
  readonly tags?: Readonly<Record<string, string>>;
  readonly side_data_list?: readonly { readonly rotation?: number | string }[];
}

/** The parts of the answer of `ffprobe -show_format -show_streams -show_packets` that are used here. */
export interface Probed {
  readonly format?: { readonly duration?: string; readonly format_name?: string };
  readonly streams?: readonly Stream[];
  readonly packets?: readonly { readonly stream_index?: number; readonly pts_time?: string }[];
}
