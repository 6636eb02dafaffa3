package dev.aulos.weights;

/// What the tensors of the diffusers layout, and of layouts between the two, are called in the
/// published checkpoints of stable-audio-tools.
final class DiffusersNames {
  /// The transformer, below `model.model.`.
  static final NameMap TRANSFORMER =
      NameMap.of(
          """
          timestep_features.weight = time_proj.weight : column
          timestep_features.weight = timestep_features.weight
          to_timestep_embed.{p} = (timestep_proj|to_timestep_embed).{p}
          to_cond_embed.{p} = (cross_attention_proj|to_cond_embed).{p}
          to_global_embed.{p} = (global_proj|to_global_embed).{p}
          preprocess_conv.{p} = preprocess_conv.{p}
          postprocess_conv.{p} = postprocess_conv.{p}
          transformer.project_in.{p} = (proj_in|transformer.project_in).{p}
          transformer.project_out.{p} = (proj_out|transformer.project_out).{p}
          transformer.rotary_pos_emb.inv_freq = (transformer.|)rotary_pos_emb.inv_freq
          """
              + block("pre_norm.gamma = B.(norm1|pre_norm).(weight|gamma)")
              + block("pre_norm.beta = B.(norm1|pre_norm).(bias|beta)")
              + block("cross_attend_norm.gamma = B.(norm2|cross_attend_norm).(weight|gamma)")
              + block("cross_attend_norm.beta = B.(norm2|cross_attend_norm).(bias|beta)")
              + block("ff_norm.gamma = B.(norm3|ff_norm).(weight|gamma)")
              + block("ff_norm.beta = B.(norm3|ff_norm).(bias|beta)")
              + block("self_attn.to_qkv.{p} = B.S.to_qkv.{p}")
              + block("self_attn.to_qkv.{p} = B.S.to_q.{p} & B.S.to_k.{p} & B.S.to_v.{p}")
              + block("cross_attn.to_q.{p} = B.C.to_q.{p}")
              + block("cross_attn.to_kv.{p} = B.C.to_kv.{p}")
              + block("cross_attn.to_kv.{p} = B.C.to_k.{p} & B.C.to_v.{p}")
              + block("self_attn.to_out.{p} = B.S.to_out.(0.|){p}")
              + block("cross_attn.to_out.{p} = B.C.to_out.(0.|){p}")
              + block("self_attn.q_norm.{p} = B.S.(q_norm|norm_q).{p}")
              + block("self_attn.k_norm.{p} = B.S.(k_norm|norm_k).{p}")
              + block("cross_attn.q_norm.{p} = B.C.(q_norm|norm_q).{p}")
              + block("cross_attn.k_norm.{p} = B.C.(k_norm|norm_k).{p}")
              + block("ff.ff.{p} = B.ff.(net|ff).{p}"));

  /// The duration conditioners, below `conditioner.conditioners.`.
  static final NameMap CONDITIONERS =
      NameMap.of(
          """
          seconds_start.embedder.embedding.{p} = \
          start_number_conditioner.time_positional_embedding.{p}
          seconds_total.embedder.embedding.{p} = \
          end_number_conditioner.time_positional_embedding.{p}
          seconds_start.{p} = (conditioner.conditioners.|conditioners.|)seconds_start.{p}
          seconds_total.{p} = (conditioner.conditioners.|conditioners.|)seconds_total.{p}
          """);

  /// Oobleck, below `pretransform.model.`; `e` and `d` are the numbers of its blocks.
  static final NameMap OOBLECK =
      NameMap.of(
          """
          encoder.layers.0.{p} = encoder.conv1.{p}
          encoder.layers.{i+1}.layers.{j-1}.layers.0.{p} = \
          encoder.block.{i}.res_unit{j}.snake1.{p} : flat
          encoder.layers.{i+1}.layers.{j-1}.layers.1.{p} = encoder.block.{i}.res_unit{j}.conv1.{p}
          encoder.layers.{i+1}.layers.{j-1}.layers.2.{p} = \
          encoder.block.{i}.res_unit{j}.snake2.{p} : flat
          encoder.layers.{i+1}.layers.{j-1}.layers.3.{p} = encoder.block.{i}.res_unit{j}.conv2.{p}
          encoder.layers.{i+1}.layers.3.{p} = encoder.block.{i}.snake1.{p} : flat
          encoder.layers.{i+1}.layers.4.{p} = encoder.block.{i}.conv1.{p}
          encoder.layers.{e+1}.{p} = encoder.snake1.{p} : flat
          encoder.layers.{e+2}.{p} = encoder.conv2.{p}

          decoder.layers.0.{p} = decoder.conv1.{p}
          decoder.layers.{i+1}.layers.0.{p} = decoder.block.{i}.snake1.{p} : flat
          decoder.layers.{i+1}.layers.1.{p} = decoder.block.{i}.conv_t1.{p}
          decoder.layers.{i+1}.layers.{j+1}.layers.0.{p} = \
          decoder.block.{i}.res_unit{j}.snake1.{p} : flat
          decoder.layers.{i+1}.layers.{j+1}.layers.1.{p} = decoder.block.{i}.res_unit{j}.conv1.{p}
          decoder.layers.{i+1}.layers.{j+1}.layers.2.{p} = \
          decoder.block.{i}.res_unit{j}.snake2.{p} : flat
          decoder.layers.{i+1}.layers.{j+1}.layers.3.{p} = decoder.block.{i}.res_unit{j}.conv2.{p}
          decoder.layers.{d+1}.{p} = decoder.snake1.{p} : flat
          decoder.layers.{d+2}.{p} = decoder.conv2.{p}

          encoder.layers.{p} = encoder.layers.{p}
          decoder.layers.{p} = decoder.layers.{p}
          """);

  private DiffusersNames() {}

  /// A line of one block: `B`, `S` and `C` are the names a block and its two attentions go by.
  private static String block(String line) {
    return "transformer.layers.{i}."
        + line.replace("B.", "(transformer_blocks|transformer.layers|layers).{i}.")
            .replace("S.", "(attn1|self_attn).")
            .replace("C.", "(attn2|cross_attn).")
        + "\n";
  }
}
